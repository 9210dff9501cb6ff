//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// ownGroup starts the command in its own process group, so that this program does not get its interrupts.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// signalGroup interrupts Terraform and the provider, as a terminal does.
func signalGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }

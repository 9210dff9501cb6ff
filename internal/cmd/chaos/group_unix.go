//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// ownGroup gives the engine a process group of its own, so that an interrupt of it is none of this program.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// signalGroup interrupts the engine and its provider, as a terminal does.
func signalGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }

package main

// Formats the examples and generates docs/. Terraform and OpenTofu are not needed.
//go:generate go run ./internal/cmd/generate

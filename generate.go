package main

// Format the examples and write docs/ anew. No Terraform or OpenTofu is needed.
//go:generate go run ./internal/cmd/generate

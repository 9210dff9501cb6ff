// Package contract contains openapi.yaml, the description of the Botbiz API for the client, the mock, and the
// documentation. Package contracttest verifies them against it.
package contract

import _ "embed"

// Document is openapi.yaml: OpenAPI 3.1, as YAML.
//
//go:embed openapi.yaml
var Document []byte

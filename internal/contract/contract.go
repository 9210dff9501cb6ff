// Package contract holds openapi.yaml, the one description of the Botbiz API that the client, the mock and the documentation
// follow. Package contracttest checks them against it.
package contract

import _ "embed"

// Document is openapi.yaml: OpenAPI 3.1, as YAML.
//
//go:embed openapi.yaml
var Document []byte

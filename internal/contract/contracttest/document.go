package contracttest

import (
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract"
)

// Document returns the contract, parsed. The caller must not change it.
var Document = sync.OnceValue(func() *openapi3.T {
	document, err := openapi3.NewLoader().LoadFromData(contract.Document)
	if err != nil {
		panic(err)
	}
	return document
})

// Routes returns the operations as "METHOD /path" in order.
func Routes() []string { return routes(func(*openapi3.Operation) bool { return true }) }

// UsedBy returns the operations that a page of docs/ uses, for example resources/whatsapp_account.
func UsedBy(page string) []string {
	return routes(func(o *openapi3.Operation) bool {
		_, uses := o.Extensions["x-used-by"].(map[string]any)[page]
		return uses
	})
}

func routes(which func(*openapi3.Operation) bool) (all []string) {
	for path, item := range Document().Paths.Map() {
		for method, operation := range item.Operations() {
			if which(operation) {
				all = append(all, method+" "+path)
			}
		}
	}
	slices.Sort(all)
	return all
}

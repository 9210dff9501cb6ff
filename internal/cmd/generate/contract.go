package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract"
)

// operation is a route of the contract.
type operation struct {
	route  string            // METHOD /path
	status string            // documented or inferred, with details
	usedBy map[string]string // page of docs/, for example resources/whatsapp_account, to the purpose of the request
}

// writeContract adds the contract to the pages in docs: the tables of the coverage guide, and the routes at the end of each
// page.
func writeContract(docs string) error {
	document, err := openapi3.NewLoader().LoadFromData(contract.Document)
	if err != nil {
		return err
	}
	all := operations(document)
	if err := edit(filepath.Join(docs, "guides", "api-coverage.md"), func(text string) (string, error) {
		for marker, table := range map[string]string{
			"<!-- contract: routes -->": routeTable(all), "<!-- contract: parts -->": partTable(document), "<!-- contract: events -->": eventTable(document),
		} {
			if strings.Count(text, marker) != 1 {
				return "", fmt.Errorf("the template must contain %s once", marker)
			}
			text = strings.Replace(text, marker, table, 1)
		}
		return text, nil
	}); err != nil {
		return err
	}
	used := map[string][]string{}
	for _, o := range all {
		for page := range o.usedBy {
			status, _, _ := strings.Cut(o.status, ";")
			used[page] = append(used[page], fmt.Sprintf("`%s` (%s)", o.route, strings.Trim(status, "*")))
		}
	}
	for _, folder := range []string{"resources", "data-sources", "list-resources", "actions", "ephemeral-resources"} {
		pages, err := fs.Glob(os.DirFS(docs), folder+"/*.md")
		if err != nil {
			return err
		}
		for _, page := range pages {
			name := strings.TrimSuffix(page, ".md")
			if err := edit(filepath.Join(docs, page), func(text string) (string, error) {
				if len(used[name]) == 0 {
					return "", fmt.Errorf("no operation of the contract has it in x-used-by")
				}
				return strings.TrimRight(text, "\n") + "\n\n## API routes\n\n" + strings.Join(used[name], ", ") +
					".\nSee [API coverage](../guides/api-coverage.md).\n", nil
			}); err != nil {
				return err
			}
			delete(used, name)
		}
	}
	if len(used) > 0 {
		return fmt.Errorf("x-used-by names pages that do not exist: %v", slices.Sorted(maps.Keys(used)))
	}
	return nil
}

func edit(path string, change func(string) (string, error)) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := change(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}

// operations lists the routes by path, each with its methods in the order create, read, update, delete.
func operations(document *openapi3.T) (all []operation) {
	for _, path := range slices.Sorted(maps.Keys(document.Paths.Map())) {
		methods := document.Paths.Value(path).Operations()
		for _, method := range []string{"POST", "GET", "PATCH", "DELETE"} {
			o, ok := methods[method]
			if !ok {
				continue
			}
			delete(methods, method)
			usedBy := map[string]string{}
			for page, purpose := range o.Extensions["x-used-by"].(map[string]any) {
				usedBy[page] = purpose.(string)
			}
			all = append(all, operation{method + " " + path, status(o.Extensions), usedBy})
		}
		if len(methods) > 0 {
			panic(fmt.Sprintf("%s: unknown methods %v", path, methods))
		}
	}
	return all
}

// status returns whether an operation is documented.
func status(extensions map[string]any) string {
	if extensions["x-documented"] != true {
		return "inferred"
	}
	if inferred, ok := extensions["x-inferred"].(string); ok {
		return "**documented**; inferred: " + inferred
	}
	return "**documented**"
}

func routeTable(all []operation) string {
	table := "| route | status | used by |\n| --- | --- | --- |\n"
	kinds := map[string]string{
		"resources": "resource", "data-sources": "data source", "list-resources": "list resource", "actions": "action",
		"ephemeral-resources": "ephemeral resource",
	}
	for _, o := range all {
		purposes := map[string][]string{}
		for _, page := range slices.Sorted(maps.Keys(o.usedBy)) {
			folder, name, _ := strings.Cut(page, "/")
			purposes[o.usedBy[page]] = append(purposes[o.usedBy[page]], fmt.Sprintf("%s `%s`", kinds[folder], name))
		}
		var uses []string
		for _, purpose := range slices.Sorted(maps.Keys(purposes)) {
			uses = append(uses, purpose+": "+strings.Join(purposes[purpose], ", "))
		}
		table += fmt.Sprintf("| `%s` | %s | %s |\n", o.route, o.status, strings.Join(uses, "; "))
	}
	return strings.TrimSpace(table)
}

// partTable returns a table of bodies, query parameters, and headers.
func partTable(document *openapi3.T) string {
	table := "| part | status | members |\n| --- | --- | --- |\n"
	row := func(name, members string, extensions map[string]any) {
		table += fmt.Sprintf("| %s | %s | %s |\n", name, status(extensions), members)
	}
	components := document.Components
	for _, name := range slices.Sorted(maps.Keys(components.Schemas)) {
		schema := components.Schemas[name].Value
		members := schema
		if only, ok := schema.Properties["error"]; ok { // the error envelope
			members = only.Value
		}
		row(schema.Title, "`"+strings.Join(slices.Sorted(maps.Keys(members.Properties)), "`, `")+"`", schema.Extensions)
	}
	for _, in := range []string{"query", "header"} {
		for _, name := range slices.Sorted(maps.Keys(components.Parameters)) {
			if parameter := components.Parameters[name].Value; parameter.In == in {
				row(in+" `"+parameter.Name+"`", "", parameter.Extensions)
			}
		}
	}
	headers := components.Responses["TooManyRequests"].Value.Headers
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		row("header `"+name+"` of a 429", "", headers[name].Value.Extensions)
	}
	return strings.TrimSpace(table)
}

func eventTable(document *openapi3.T) string {
	table := "| event | status |\n| --- | --- |\n"
	for _, name := range slices.Sorted(maps.Keys(document.Webhooks)) {
		table += fmt.Sprintf("| `%s` | %s |\n", name, status(document.Webhooks[name].Post.Extensions))
	}
	return strings.TrimSpace(table)
}

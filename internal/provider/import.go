package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// identityModel is the identity of every object.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

func identitySchema(description string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: description},
	}}
}

// identityMayChange is for OpenTofu 1.12, where an object that is moved from restful_resource keeps the identity of that
// resource until it is read. Without it, the framework refuses the identity of the object.
var identityMayChange = resource.ResourceBehavior{MutableIdentity: true}

// setIdentity sets the identity of an object. It is nil in Terraform versions without identities.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id string) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, identityModel{ID: types.StringValue(id)})
}

// importState implements ImportState of a resource. It sets the id, and the following Read sets the other attributes.
func (n noun[T]) importState(ctx context.Context, c configured, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given := strings.TrimSpace(req.ID)
	key, err := n.importKey(given)
	if given == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		var identity identityModel
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		given = identity.ID.ValueString()
		key, err = "", checkID(given)
	}
	if resp.Diagnostics.HasError() || !c.ready(&resp.Diagnostics) {
		return
	}
	id := given
	var problem diag.Diagnostic
	switch {
	case err != nil:
		problem = failure(titleInvalidImport, "%q is not the import ID of a %s: %s. An import ID is %s.", given, n.name, trimDot(err.Error()), n.importID)
	case key != "":
		id, problem = n.importByKey(ctx, c.clients, key)
	default:
		problem = n.importByID(ctx, c.clients, id)
	}
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	if !c.clients.planning.imported(id) {
		resp.Diagnostics.Append(caution(titleImportedTwice, "The %s %s is imported at two addresses. Then two blocks manage one object, and each undoes the changes of the other. Remove one of the "+
			"two import blocks.", n.name, id))
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	if key != "" && n.key == "phone_number" { // the number that a person knows, however Botbiz shows it
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(n.key), key)...)
	}
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
}

func (n noun[T]) importByID(ctx context.Context, c *clients, id string) diag.Diagnostic {
	_, found, err := n.in(c).Read(ctx, id, collection.Reader[T]{})
	switch {
	case err != nil:
		return c.explain(err, n.attempt(importing, id))
	case !found:
		return n.nothingToImport(n.name + " " + id)
	}
	return nil
}

func (n noun[T]) importByKey(ctx context.Context, c *clients, key string) (string, diag.Diagnostic) {
	item, found, several, err := n.lookUp(ctx, c, key, nil)
	switch {
	case err != nil:
		return "", c.explain(err, n.attempt(importing, fmt.Sprintf("with the import ID %q", key)))
	case several != nil:
		return "", failure(titleSeveral, "%q is not the import ID of one object. %s Import one by its ID.", key, n.severalMatch(several))
	case !found:
		return "", n.nothingToImport(fmt.Sprintf("%s with the %s %q", n.name, n.key, key))
	}
	return item.ObjectID(), nil
}

func (k kind) nothingToImport(what string) diag.Diagnostic {
	return failure(titleNothingToImport, "The %s does not exist, or it belongs to another Botbiz account than the API key. "+
		"An import ID is %s. Check it, and the key.", what, k.importID)
}

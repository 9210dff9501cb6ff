package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// movers returns one mover, for objects of the generic REST providers. It goes by the type of the source alone, since
// anybody may mirror those providers, and calls no API, since Terraform calls it before it configures the provider.
func (n noun[T]) movers() []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if req.SourceTypeName != restapiObject && req.SourceTypeName != restfulResource {
			return // the framework reports that the move is not supported
		}
		object, err := readForeignObject(req.SourceTypeName, req.SourceRawState.JSON)
		switch {
		case err != nil:
			resp.Diagnostics.Append(n.refuse("The old state could not be read: " + err.Error() + "."))
		case !object.in(n.path):
			resp.Diagnostics.Append(n.refuseOther(req.SourceTypeName, object))
		case object.id == "":
			resp.Diagnostics.Append(n.refuse("The old state contains no ID of an object below " + n.path + "."))
		default:
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, n.moved(object))...)
			resp.Diagnostics.Append(memo{Imported: true}.note(ctx, resp.TargetPrivate)...)
			resp.Diagnostics.Append(setIdentity(ctx, resp.TargetIdentity, object.id)...)
		}
	}}}
}

// refuseOther returns the error for an object of another type.
func (k kind) refuseOther(from string, object foreignObject) diag.Diagnostic {
	next := "Remove the moved block, and keep the object with the other provider."
	for _, other := range nouns() {
		if other := other.texts(); other.resource != "" && object.in(other.path) {
			next = "Move it into a " + other.resource + "."
		}
	}
	return failure(titleMovedOther, "A %s manages an object below %s. The %s in this moved block is an object of another type, so the state was not moved. %s",
		k.resource, k.path, from, next)
}

// refuse returns the error with an import as the alternative.
func (k kind) refuse(why string) diag.Diagnostic {
	return failure(titleNotMoved, "%s Nothing changed. Import the object instead, and remove the old resource from the state with `terraform state rm`:\n\n%s",
		why, importBlock(k.resource, "ITS ID"))
}

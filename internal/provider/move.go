package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// target is a resource type that objects of the generic REST providers move into.
type target struct {
	resource   string
	collection string // path of the objects
	model      func(foreignObject) any
}

// movers return the one way in. It goes by the type of the source alone, since anybody may mirror those providers, and by
// the raw state alone: Terraform asks before the provider is configured.
func (t target) movers() []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if req.SourceTypeName != restapiObject && req.SourceTypeName != restfulResource {
			return // the framework says that this is not supported
		}
		object, err := readForeignObject(req.SourceTypeName, req.SourceRawState.JSON)
		switch {
		case err != nil:
			resp.Diagnostics.Append(t.refuse("The old state could not be read: " + err.Error() + "."))
		case !object.in(t.collection):
			resp.Diagnostics.Append(t.refuseOther(req.SourceTypeName, object))
		case object.id == "":
			resp.Diagnostics.Append(t.refuse("The old state holds no ID of an object below " + t.collection + "."))
		default:
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, t.model(object))...)
			resp.Diagnostics.Append(setIdentity(ctx, resp.TargetIdentity, object.id)...)
		}
	}}}
}

// refuseOther says where an object of another kind belongs.
func (t target) refuseOther(from string, object foreignObject) diag.Diagnostic {
	next := "Take it out of the moved block and leave it to the other provider."
	for _, other := range []target{accountTarget, endpointTarget} {
		if object.in(other.collection) {
			next = "Move it into a " + other.resource + "."
		}
	}
	return failure(titleMovedOther, "A %s holds an object below %s. The %s of this moved block holds another kind of object, so the state was not moved. %s",
		t.resource, t.collection, from, next)
}

// refuse says how to get the same by an import.
func (t target) refuse(why string) diag.Diagnostic {
	return failure(titleNotMoved, "%s Nothing was changed. Import the object instead of moving it, and take the old resource out of the state with `terraform state rm`:\n\n%s",
		why, importBlock(t.resource, "ITS ID"))
}

package provider

import (
	"context"
	"fmt"

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
			resp.Diagnostics.Append(t.refuse(fmt.Sprintf("It could not be read: %v.", err), "ITS ID"))
		case !object.in(t.collection):
			resp.Diagnostics.Append(t.refuseOther(req.SourceTypeName, object))
		case object.id == "":
			resp.Diagnostics.Append(t.refuse(fmt.Sprintf("This %s holds no id of an object below %s.", req.SourceTypeName, t.collection), "ITS ID"))
		default:
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, t.model(object))...)
			resp.Diagnostics.Append(setIdentity(ctx, resp.TargetIdentity, object.id)...)
		}
	}}}
}

// refuseOther says where an object that is something else belongs.
func (t target) refuseOther(from string, object foreignObject) diag.Diagnostic {
	detail := fmt.Sprintf("This %s is an object below %q, and a %s is one below %q, so the state was not moved.", from, object.path, t.resource, t.collection)
	for _, other := range []target{accountTarget, endpointTarget} {
		if object.in(other.collection) {
			detail += fmt.Sprintf(" Move it into a %s.", other.resource)
			return diag.NewErrorDiagnostic("Not an object to move here", detail)
		}
	}
	return diag.NewErrorDiagnostic("Not an object to move here", detail+" Take it out of the moved block and leave it to the other provider.")
}

// refuse says how to get the same by an import.
func (t target) refuse(why, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("State cannot be moved", fmt.Sprintf(
		"%s Nothing was changed. Import the object instead of moving it, and take the old resource out of the state with `terraform state rm`:\n\n%s",
		why, importBlock(t.resource, id)))
}

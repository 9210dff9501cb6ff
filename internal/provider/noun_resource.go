package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// completeResource is what the resource of a noun implements.
type completeResource interface {
	resource.ResourceWithConfigure
	resource.ResourceWithIdentity
	resource.ResourceWithImportState
	resource.ResourceWithMoveState
	resource.ResourceWithModifyPlan
}

// nounResource is the base of the resource of a noun.
type nounResource[T collection.Object] struct {
	configuredResource
	noun noun[T]
}

func (n noun[T]) resources() []func() resource.Resource {
	if n.resource == "" {
		return nil
	}
	return []func() resource.Resource{func() resource.Resource { return n.build(nounResource[T]{noun: n}) }}
}

func (r *nounResource[T]) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.noun.resource
	resp.ResourceBehavior = identityMayChange
}

func (r *nounResource[T]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema(r.noun.attributes()["id"].GetMarkdownDescription())
}

func (r *nounResource[T]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.noun.importState(ctx, r.configured, req, resp)
}

func (r *nounResource[T]) MoveState(context.Context) []resource.StateMover { return r.noun.movers() }

// resourceModel is the model of a resource.
type resourceModel[T any] interface {
	model[T]
	id() string
	fill(T)                   // sets the values that are unknown in the plan
	shows(T) bool             // whether an object has all planned values
	spelled(T) []spelled      // its values that an update changes, in the same order for every object
	recall(map[string]string) // takes what the memo says about texts
	imported() bool           // whether it is empty but for what an import sets
	values() []string         // errors must not quote them
}

// read implements Read of a resource. It updates the state, or removes the resource from it with a warning.
func (n noun[T]) read(ctx context.Context, c configured, req resource.ReadRequest, resp *resource.ReadResponse, state resourceModel[T]) (item T, found bool) {
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	id := state.id()
	if id == "" && !resp.Diagnostics.HasError() {
		resp.State.RemoveResource(ctx) // Crossplane reads an object before it creates it
		return item, false
	}
	if resp.Diagnostics.HasError() || !c.ready(&resp.Diagnostics) {
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
		return item, false
	}
	if key, err := n.importKey(id); err == nil && key != "" { // Crossplane has the external name for an ID
		found, problem := n.importByKey(ctx, c.clients, key)
		if problem != nil {
			resp.Diagnostics.Append(problem)
			return item, false
		}
		id = found
	}
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	c.clients.planning.read(id)
	memo := recall(ctx, req.Private)
	item, found, err := n.in(c.clients).Read(ctx, id, collection.Reader[T]{Managed: true, Seen: memo.wasRead(), Made: memo.made(c.clients), Whole: state.heldBy})
	switch {
	case (!found && err == nil || hasNoRoute(err) && memo.wasRead()) && memo.isOtherKey(c.clients):
		resp.Diagnostics.Append(n.otherKey(id))
	case hasNoRoute(err) && memo.wasRead():
		resp.Diagnostics.Append(failure(titleNoRoute, "%s.\n\nBotbiz returned this object before, and now it returns no %s at all. Nothing changed.%s "+
			"If not, check base_url (%s) and the proxies on the way.", n.attempt(reading, id).failed(err), n.name, n.attempt(reading, id).ifGone(), c.clients.baseURL))
	case hasNoRoute(err):
		unreadable := caution(titleUnreadable, "This API has no route that returns a %s, so Terraform cannot read what it manages, and drift is not "+
			"detected. The state stays as it is: it contains what Terraform last wrote. An object that leaves the state cannot be imported again. This is normal "+
			"for the Botbiz API as it is documented.", n.name)
		if memo.isOtherKey(c.clients) { // with a title of its own, because Terraform folds warnings with the same title
			unreadable = about("other API key or base_url", caution(titleUnreadable, "The state was written with another API key or base_url. If this API key belongs to another "+
				"Botbiz account, do not apply. If the key was renewed, this warning is normal.\n\n%s", withoutLink(unreadable)))
		}
		if c.clients.planning.once(unreadable.Summary()) {
			resp.Diagnostics.Append(unreadable)
		}
		return item, false
	case err != nil:
		resp.Diagnostics.Append(c.clients.explain(err, n.attempt(reading, id).hiding(state.values()...)))
	case !found:
		resp.Diagnostics.Append(n.goneWarning(id))
		resp.State.RemoveResource(ctx)
	default:
		memo.Imported = memo.Imported || state.imported()
		if memo.Unseen {
			memo.Stored, memo.Unseen = n.remember(state.spelled(item), memo.Stored, true, id, &resp.Diagnostics), false
		}
		state.recall(memo.Stored)
		state.observe(item)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...) // it may have been the natural key
		memo.ID, memo.Key, memo.Made = id, c.clients.fingerprint, 0
		resp.Diagnostics.Append(memo.note(ctx, resp.Private)...)
	}
	return item, found && err == nil
}

// hasNoRoute reports whether the API answers, but has no route for the request, as the API exactly as it is documented.
func hasNoRoute(err error) bool {
	var route *collection.RouteError
	return errors.As(err, &route) && route.Documented
}

// goneWarning returns the warning that an object leaves the state. Terraform folds warnings with the same title.
func (k kind) goneWarning(id string) diag.Diagnostic {
	return about(id, caution(k.gone, "The %s %s does not exist on Botbiz. It leaves the state, and the next apply creates it again.\n\nIf this API key belongs "+
		"to another Botbiz account than the object, do not apply. Set the right key and plan again.", k.name, id))
}

// otherKey returns the error for an object that only another key has seen.
func (k kind) otherKey(id string) diag.Diagnostic {
	return failure(titleOtherKey, "The %s %s was last seen with another API key or base_url, and this API key cannot see it. Nothing changed. Use the API key of the "+
		"Botbiz account that it belongs to.%s", k.name, id, k.attempt(reading, id).ifGone())
}

// writing returns the clients for a write, and records that this walk is an apply. ok is false after an error.
func (c *configured) writing(diags *diag.Diagnostics) (clients *clients, ok bool) {
	if !c.ready(diags) {
		return nil, false
	}
	c.clients.planning.apply()
	return c.clients, true
}

// create sends the POST of a create. ok is false after an error.
func (n noun[T]) create(ctx context.Context, by configured, plan resourceModel[T], creation collection.Creation[T], diags *diag.Diagnostics) (item T, adopted, ok bool) {
	c, ok := by.writing(diags)
	if !ok {
		return item, false, false
	}
	item, adopted, err := n.in(c).Create(ctx, creation)
	if err != nil {
		diags.Append(c.explain(err, n.attempt(creating, "").hiding(plan.values()...)))
		return item, false, false
	}
	if adopted && !n.whole(item) {
		// The object comes from a list with missing fields. An error of this read must not fail the create.
		if read, found, err := n.in(c).Get(ctx, item.ObjectID()); err == nil && found {
			item = read
		}
	}
	return item, adopted, true
}

// created sets the state after a create. No error follows, because that would taint the object.
func (n noun[T]) created(ctx context.Context, c *clients, plan resourceModel[T], item T, resp *resource.CreateResponse) {
	id := item.ObjectID()
	memo := memo{ID: id, Key: c.fingerprint, Made: time.Now().Unix(), Stored: n.remember(plan.spelled(item), nil, false, id, &resp.Diagnostics)}
	plan.fill(item)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(memo.note(ctx, resp.Private)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
}

// update changes an object. ok is false after an error.
func (n noun[T]) update(ctx context.Context, by configured, plan, state resourceModel[T], p private, diags *diag.Diagnostics, send func(context.Context) (botbiz.Reply[T], error)) (ok bool) {
	c, ok := by.writing(diags)
	if !ok {
		return false
	}
	id, memo := state.id(), recall(ctx, p)
	var reply botbiz.Reply[T]
	isOld := func(item T) bool {
		return ignored(plan.spelled(item), state.spelled(item), memo, reply.Fine || reply.Queued)
	}
	stored, err := n.in(c).Update(ctx, id, func(ctx context.Context) (_ botbiz.Reply[T], err error) {
		reply, err = send(ctx)
		return reply, err
	}, plan.shows, isOld)
	switch {
	case botbiz.IsGone(err) && memo.isOtherKey(c):
		diags.Append(n.otherKey(id))
		return false
	case err == nil && stored != nil && isOld(*stored):
		err = &collection.IgnoredError{Kind: n.name, ID: id}
	}
	if err != nil {
		diags.Append(c.explain(err, n.attempt(changing, id).hiding(plan.values()...)))
		return false
	}
	var unread T
	kept := unchanged(plan.spelled(unread), state.spelled(unread), memo.Stored)
	memo.Key, memo.Imported, memo.Unseen, memo.Stored = c.fingerprint, false, false, nil
	switch {
	case stored != nil:
		memo.Stored = n.remember(plan.spelled(*stored), kept, false, id, diags)
	case reply.Item == nil:
		memo.Stored, memo.Unseen = kept, true
	}
	diags.Append(memo.note(ctx, p)...)
	return true
}

// remember returns the texts that the API shows in another form than they have, with a warning for each that is not in kept:
// what is known of values that are unchanged. guess allows only those that a server may have made from what was sent, because
// somebody else may have changed the object since.
func (n noun[T]) remember(texts []spelled, kept map[string]string, guess bool, id string, diags *diag.Diagnostics) map[string]string {
	stored := map[string]string{}
	for _, s := range texts {
		echo, known := kept[s.name]
		switch {
		case known && (s.said == nil || echo == *s.said):
			stored[s.name] = echo
		case s.said == nil, s.exact, s.held.IsUnknown(), s.shown(), guess && !s.rewritten():
		default:
			stored[s.name] = *s.said
			diags.Append(caution(titleStored, "Botbiz stored the %s of the %s %s in another form than the configuration has: %s. Terraform keeps the configured value and reports no "+
				"change because of this. Use a value that Botbiz stores unchanged, or leave the value to Botbiz with lifecycle { ignore_changes = [%[1]s] }.",
				s.name, n.name, id, s.difference()))
		}
	}
	return stored
}

// delete implements Delete of a resource. Under another key, an object that cannot be seen is not gone.
func (n noun[T]) delete(ctx context.Context, by configured, state resourceModel[T], p private, diags *diag.Diagnostics) {
	c, ok := by.writing(diags)
	if !ok {
		return
	}
	id, memo := state.id(), recall(ctx, p)
	if memo.isOtherKey(c) {
		if _, found, err := n.in(c).Get(ctx, id); !found && (err == nil || hasNoRoute(err) && memo.wasRead()) {
			diags.Append(n.otherKey(id))
			return
		}
	}
	err := n.in(c).Delete(ctx, id, memo.made(c))
	switch {
	case errors.Is(err, collection.ErrKept):
		diags.Append(caution(titleIgnored, "The %s %s was not deleted: Botbiz returned it as the new one when Terraform created its replacement, so it is the same object. "+
			"Terraform manages it as the replacement.", n.name, id))
	case err != nil:
		diags.Append(c.explain(err, n.attempt(deleting, id).hiding(state.values()...)))
	}
}

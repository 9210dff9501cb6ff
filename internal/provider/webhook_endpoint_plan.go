package provider

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// ModifyPlan plans signing_secret: null where the user brings a secret, which the version tells because the secret itself
// is in no plan.
func (r *webhookEndpointResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var planned, held types.Int64
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("signing_secret_wo_version"), &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("signing_secret_wo_version"), &held)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case planned.IsUnknown(): // so is whose secret it will be
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringUnknown())...)
	case !planned.IsNull():
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_secret"), types.StringNull())...)
	case !held.IsNull():
		resp.Diagnostics.AddWarning("The signing secret stays in force",
			"signing_secret_wo was removed from the configuration, and Botbiz goes on signing deliveries with the secret that was sent last. "+
				"To have the server make a new one, replace the endpoint with -replace.")
	}
}

// secretLost deals with an endpoint whose generated secret nobody knows. One that was adopted gets a fresh one; the
// server that simply tells none is left alone.
func (r *webhookEndpointResource) secretLost(ctx context.Context, id string, adopted bool, diags *diag.Diagnostics) *string {
	if !adopted {
		diags.AddWarning("The server told no signing secret", fmt.Sprintf(
			"The webhook endpoint %s was created, and the answer has no secret, so deliveries to it cannot be verified. Set signing_secret_wo to bring one of your own.", id))
		return nil
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails, see its documentation
	secret := "whsec_" + hex.EncodeToString(random)
	// The endpoint exists and is about to be saved, so an interrupt must not keep it from getting its secret.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.clients.timeout)
	defer cancel()
	_, _, err := r.clients.api.Endpoints.Update(ctx, id, botbiz.EndpointChange{"secret": secret})
	if err != nil {
		diags.Append(diag.NewErrorDiagnostic("Signing secret lost", fmt.Sprintf(
			"The webhook endpoint %s was created, but the answer with its secret was lost, and giving it another one failed: %v.\n\n"+
				"It is in the state as tainted, so the next apply replaces it by one with a secret that is known. To keep it instead, run `terraform untaint` on its "+
				"address and set signing_secret_wo.", id, trimDot(err.Error()))))
		return nil
	}
	return &secret
}

// findImport returns the id of the endpoint that an import id, an id or a URL, means.
func (r *webhookEndpointResource) findImport(ctx context.Context, given string) (string, error) {
	if checkWebhookURL(given) != nil {
		if !plainID(given) {
			return "", errImportID
		}
		endpoint, found, err := r.clients.endpoints.Lookup(ctx, given)
		if err == nil && !found {
			err = errNoSuchObject
		}
		return endpoint.ID, err
	}
	endpoints, err := r.clients.endpoints.Find(ctx, sameURL(given))
	switch {
	case err != nil:
		return "", err
	case len(endpoints) == 0:
		return "", errNoSuchObject
	case len(endpoints) > 1:
		return "", &severalError{ids: endpointIDs(endpoints)}
	}
	return endpoints[0].ID, nil
}

// sameURL matches the endpoints with that URL.
func sameURL(url string) func(botbiz.Endpoint) bool {
	return func(e botbiz.Endpoint) bool { return e.URL != nil && botbiz.SameURL(*e.URL, url) }
}

// sameEndpoint matches what a create may have made: the URL and the events are the nearest thing to a natural key.
func sameEndpoint(url string, events []string) func(botbiz.Endpoint) bool {
	return func(e botbiz.Endpoint) bool {
		has := slices.Clone(e.Events)
		slices.Sort(has)
		return sameURL(url)(e) && slices.Equal(slices.Compact(has), events)
	}
}

func endpointIDs(endpoints []botbiz.Endpoint) []string {
	var ids []string
	for _, endpoint := range endpoints {
		ids = append(ids, endpoint.ID)
	}
	slices.Sort(ids)
	return ids
}

var eventPattern = regexp.MustCompile(`^(\*|[A-Za-z0-9_-]+)(\.(\*|[A-Za-z0-9_-]+))*$`)

// eventValidator checks the syntax of event types; the set of them is open.
type eventValidator struct{}

func (eventValidator) Description(context.Context) string { return "must be an event type" }

func (v eventValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (eventValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !eventPattern.MatchString(req.ConfigValue.ValueString()) {
		refuse(req, resp, errors.New("an event type is words joined by dots, such as "+botbiz.EventMessageReceived))
	}
}

// besideVersion has a validator of signing_secret_wo say what it says beside signing_secret_wo_version: Terraform shows the
// line of the configuration that an error is about, and the secret might be written there.
type besideVersion struct{ validator.String }

func (v besideVersion) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var said validator.StringResponse
	v.String.ValidateString(ctx, req, &said)
	for _, d := range said.Diagnostics {
		resp.Diagnostics.AddAttributeError(path.Root("signing_secret_wo_version"), d.Summary(), d.Detail())
	}
}

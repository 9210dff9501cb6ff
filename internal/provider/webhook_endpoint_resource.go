package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

var (
	_ resource.ResourceWithConfigure   = (*webhookEndpointResource)(nil)
	_ resource.ResourceWithIdentity    = (*webhookEndpointResource)(nil)
	_ resource.ResourceWithImportState = (*webhookEndpointResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*webhookEndpointResource)(nil)
)

type webhookEndpointResource struct{ configuredResource }

func newWebhookEndpointResource() resource.Resource { return &webhookEndpointResource{} }

func (r *webhookEndpointResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = endpointResource
}

func (r *webhookEndpointResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema(endpointID)
}

func (r *webhookEndpointResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A webhook endpoint: a URL that Botbiz posts events to, signed with a secret. Every change is made in place.",
		Attributes: map[string]schema.Attribute{
			"url": schema.StringAttribute{
				MarkdownDescription: endpointURL + " Another spelling of the same URL (case of the host, default port, empty path) is no change.",
				Required:            true, CustomType: spelledType{notation: urlNotation},
				PlanModifiers: []planmodifier.String{keepSpelling{notation: urlNotation}},
			},
			"events": schema.SetAttribute{
				MarkdownDescription: endpointEvents + " At least one. Other types are passed on to the server.",
				Required:            true, ElementType: types.StringType,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(eventValidator{})},
			},
			"description": schema.StringAttribute{MarkdownDescription: endpointDescription, Optional: true},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: endpointEnabled + " Defaults to `true`.",
				Optional:            true, Computed: true, Default: booldefault.StaticBool(true),
			},
			"signing_secret_wo": schema.StringAttribute{
				MarkdownDescription: "Secret of your own to sign deliveries with. Write-only: it is never in the plan or the state. Needs Terraform 1.11 or OpenTofu 1.11. " +
					"It is sent when the endpoint is created and when `signing_secret_wo_version` changes. Removing it leaves it in force.",
				Optional: true, Sensitive: true, WriteOnly: true,
				Validators: []validator.String{
					besideVersion{unpaddedValidator{}}, besideVersion{stringvalidator.AlsoRequires(path.MatchRoot("signing_secret_wo_version"))},
				},
			},
			"signing_secret_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Version of `signing_secret_wo`. Change it to have another secret sent.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("signing_secret_wo"))},
			},
			"signing_secret": schema.StringAttribute{
				MarkdownDescription: "Secret that the server made to sign deliveries with. It is told once, when the endpoint is created, so it is unknown (null) after an " +
					"import, and null where `signing_secret_wo` is used. Replace the endpoint (`-replace`) to get another.",
				Computed: true, Sensitive: true, PlanModifiers: keep,
			},
			"id":         schema.StringAttribute{MarkdownDescription: endpointID, Computed: true, PlanModifiers: keep},
			"created_at": schema.StringAttribute{MarkdownDescription: endpointCreatedAt, Computed: true, PlanModifiers: keep},
		},
	}
}

func (r *webhookEndpointResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan webhookEndpointModel
	var secret types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("signing_secret_wo"), &secret)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	create := botbiz.NewEndpoint{
		URL: plan.URL.ValueString(), Events: eventList(plan.Events), Description: plan.Description.ValueStringPointer(),
		Enabled: plan.Enabled.ValueBoolPointer(), Secret: secret.ValueString(),
	}
	endpoint, adopted, err := r.clients.endpoints.Create(ctx, collection.Creation[botbiz.Endpoint]{
		Post: func(ctx context.Context) (botbiz.Endpoint, error) { return r.clients.api.Endpoints.Create(ctx, create) },
		Key:  endpointKey(create.URL, create.Events),
	})
	if err != nil {
		resp.Diagnostics.Append(r.clients.explain(err, endpointAttempt("creating", "for "+create.URL)))
		return
	}
	if create.Secret == "" && endpoint.Secret == nil {
		endpoint.Secret = r.secretLost(ctx, endpoint.ID, adopted, &resp.Diagnostics)
	}
	plan.complete(endpoint)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, endpoint.ID)...)
}

func (r *webhookEndpointResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state webhookEndpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	id := state.ID.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	r.clients.api.Conceal(state.SigningSecret.ValueString())
	prior := collection.Prior[botbiz.Endpoint]{CreatedAt: state.CreatedAt.ValueString(), Whole: state.heldBy}
	endpoint, found, err := r.clients.endpoints.Read(ctx, id, prior)
	switch {
	case err != nil:
		resp.Diagnostics.Append(r.clients.explain(err, endpointAttempt("reading", id)))
	case !found:
		resp.Diagnostics.Append(goneWarning("webhook endpoint", id, state.URL.ValueString()))
		resp.State.RemoveResource(ctx)
	default:
		state.observe(endpoint)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

func (r *webhookEndpointResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state webhookEndpointModel
	var secret types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("signing_secret_wo"), &secret)...)
	id := state.ID.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	r.clients.api.Conceal(state.SigningSecret.ValueString())
	if change := plan.change(state, secret.ValueString()); len(change) > 0 {
		err := r.clients.endpoints.Write(func() error {
			_, _, err := r.clients.api.Endpoints.Update(ctx, id, change)
			return err
		})
		if err != nil {
			resp.Diagnostics.Append(r.clients.explain(err, endpointAttempt("changing", id)))
			return
		}
	}
	// Nothing that an endpoint computes changes by an update, so there is nothing to read back.
	plan.complete(botbiz.Endpoint{ID: id})
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *webhookEndpointResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state webhookEndpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	r.clients.api.Conceal(state.SigningSecret.ValueString())
	id := state.ID.ValueString()
	if err := r.clients.endpoints.Delete(ctx, id); err != nil {
		resp.Diagnostics.Append(r.clients.explain(err, endpointAttempt("deleting", id)))
	}
}

func (r *webhookEndpointResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given := importID(ctx, req, resp)
	if resp.Diagnostics.HasError() || !r.ready(&resp.Diagnostics) {
		return
	}
	id, err := r.findImport(ctx, given)
	if err != nil {
		resp.Diagnostics.Append(r.clients.explainImport(err, endpointAttempt("importing", given), "the id of an endpoint (whe_…) or its URL"))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
}

func endpointAttempt(doing, id string) attempt {
	return attempt{
		doing: doing, object: "the webhook endpoint " + id, resource: endpointResource,
		fields: []string{"url", "events", "description", "enabled", "secret:signing_secret_wo_version"}, // see besideVersion
	}
}

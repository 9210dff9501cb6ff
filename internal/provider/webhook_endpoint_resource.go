package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
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

var _ resource.ResourceWithValidateConfig = (*webhookEndpointResource)(nil)

type webhookEndpointResource struct{ nounResource[botbiz.Endpoint] }

func (r *webhookEndpointResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a webhook endpoint: a URL that Botbiz sends signed events to. All changes are in-place updates.",
		Attributes: map[string]schema.Attribute{
			"url": schema.StringAttribute{
				MarkdownDescription: endpointURL + " A different notation of the same URL (case of the host, default port, empty path) is not a change.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{keepSpelling{same: botbiz.SameURL}},
			},
			"events": schema.SetAttribute{
				MarkdownDescription: endpointEvents + " Must contain at least one type. Other types are sent to Botbiz unchanged.",
				Required:            true, ElementType: types.StringType,
				Validators: []validator.Set{atLeastOne{setvalidator.SizeAtLeast(1)}, setvalidator.NoNullValues()},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: endpointDescription,
				Optional:            true,
				PlanModifiers:       []planmodifier.String{keepSpelling{same: botbiz.SameText}},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: endpointEnabled + " Defaults to `true`.",
				Optional:            true, Computed: true, Default: booldefault.StaticBool(true),
			},
			"signing_secret_wo": schema.StringAttribute{
				MarkdownDescription: "Your own secret that Botbiz signs deliveries with. This argument is write-only and is not stored in plans or the " +
					"state. The provider sends it when the endpoint is created and when " +
					"`signing_secret_wo_version` changes. If you remove it, Botbiz continues to use it.",
				Optional: true, Sensitive: true, WriteOnly: true,
				Validators: []validator.String{secretCheck},
			},
			"signing_secret_wo_version": schema.NumberAttribute{ // Int64 refuses a fraction as an error of the provider
				MarkdownDescription: "Version of `signing_secret_wo`, a whole number. Change it to send the secret again.",
				Optional:            true,
				Validators:          []validator.Number{wholeCheck},
			},
			"signing_secret": schema.StringAttribute{
				MarkdownDescription: "Secret that Botbiz generated to sign deliveries. Null after an import, because Botbiz returns it only at creation, and " +
					"null if `signing_secret_wo` is set. To get a new one, replace the endpoint with `-replace`.",
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
	if resp.Diagnostics.HasError() {
		return
	}
	create := botbiz.NewEndpoint{
		URL: plan.URL.ValueString(), Events: eventList(plan.Events), Description: plan.Description.ValueStringPointer(),
		Enabled: plan.Enabled.ValueBoolPointer(), Secret: secret.ValueString(),
	}
	endpoint, adopted, ok := endpoints.create(ctx, r.configured, &plan, collection.Creation[botbiz.Endpoint]{
		Post:  func(ctx context.Context) (botbiz.Endpoint, error) { return r.clients.api.Endpoints.Create(ctx, create) },
		Key:   endpointKey(create.URL, create.Events),
		Taken: urlKey(create.URL),
		Besides: func(ids []string) {
			resp.Diagnostics.Append(diag.WithPath(path.Root("url"), caution(titleSameURL, "Botbiz has other webhook endpoints with the URL of the new one: %s. Each gets its own "+
				"deliveries. If an interrupted run of Terraform created one of them, delete it in the Botbiz dashboard.", strings.Join(ids, ", "))))
		},
	}, &resp.Diagnostics)
	if !ok {
		return
	}
	if create.Secret == "" && endpoint.Secret == nil {
		endpoint.Secret = r.secretLost(ctx, endpoint.ID, adopted, plan.change("", plan.Description), &resp.Diagnostics)
	}
	endpoints.created(ctx, r.clients, &plan, endpoint, resp)
}

func (r *webhookEndpointResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.conceal(ctx, req.State)
	endpoints.read(ctx, r.configured, req, resp, &webhookEndpointModel{})
}

func (r *webhookEndpointResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state webhookEndpointModel
	var secret types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("signing_secret_wo"), &secret)...)
	id := state.ID.ValueString()
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conceal(ctx, req.State)
	if plan.differs(state) {
		sent := ""
		if plan.sendsSecret(state) {
			sent = secret.ValueString()
		}
		if !endpoints.update(ctx, r.configured, &plan, &state, resp.Private, &resp.Diagnostics, func(ctx context.Context) (botbiz.Reply[botbiz.Endpoint], error) {
			return r.clients.api.Endpoints.Update(ctx, id, plan.change(sent, state.Description))
		}) {
			return
		}
	}
	// An update does not change computed attributes, so there is nothing to read.
	plan.fill(botbiz.Endpoint{ID: id})
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *webhookEndpointResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state webhookEndpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conceal(ctx, req.State)
	endpoints.delete(ctx, r.configured, &state, req.Private, &resp.Diagnostics)
}

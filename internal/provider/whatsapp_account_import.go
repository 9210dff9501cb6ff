package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// findImport returns the id of the account that an import id, an id or a number, means.
func (r *whatsAppAccountResource) findImport(ctx context.Context, given string) (string, error) {
	if number, err := botbiz.NormalizePhoneNumber(given); err == nil {
		return importByKey(ctx, r.clients.accounts, numberKey(number))
	}
	return importByID(ctx, r.clients.accounts, given)
}

func (r *whatsAppAccountResource) explainImport(err error, given string) diag.Diagnostic {
	return r.clients.explainImport(err, accountAttempt("importing", fmt.Sprintf("%q", given)), "the id of an account (wha_…) or its phone number with country code (+…)")
}

// explainCreate adds, where the number is connected already, which account has it.
func (r *whatsAppAccountResource) explainCreate(ctx context.Context, err error, number string) diag.Diagnostic {
	a := accountAttempt("connecting", number)
	var refused *botbiz.Error
	if errors.As(err, &refused) && (refused.Status == http.StatusBadRequest || refused.Status == http.StatusConflict || refused.Status == http.StatusUnprocessableEntity) {
		// Only now: a look-up before every create would cost more than all of them.
		if accounts, lerr := r.clients.accounts.Find(ctx, numberKey(number), nil); lerr == nil && len(accounts) > 0 {
			return connectedAlready(err, number, ids(accounts))
		}
	}
	return r.clients.explain(err, a)
}

func connectedAlready(err error, number string, ids []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("phone_number"), "Number connected already", fmt.Sprintf(
		"The number %s is connected to this Botbiz account already, as %s, so it was not connected again (%v).\n\nTo manage it with this resource, import it:\n\n%s\n\n%s",
		number, strings.Join(ids, " and "), trimDot(err.Error()), importBlock(accountResource, ids[0]), more("Number connected already")))
}

package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// findImport returns the id of the account that an import id, an id or a number, means.
func (r *whatsAppAccountResource) findImport(ctx context.Context, given string) (string, error) {
	number, err := botbiz.NormalizePhoneNumber(given)
	if err != nil {
		if !plainID(given) {
			return "", errImportID
		}
		account, found, err := r.clients.accounts.Lookup(ctx, given)
		if err == nil && !found {
			err = errNoSuchObject
		}
		return account.ID, err
	}
	accounts, err := r.clients.accounts.Find(ctx, sameNumber(number))
	switch {
	case err != nil:
		return "", err
	case len(accounts) == 0:
		return "", errNoSuchObject
	case len(accounts) > 1:
		return "", &severalError{ids: accountIDs(accounts)}
	}
	return accounts[0].ID, nil
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
		if accounts, lerr := r.clients.accounts.List(ctx); lerr == nil {
			accounts = slices.DeleteFunc(accounts, func(a botbiz.Account) bool { return !sameNumber(number)(a) })
			if len(accounts) > 0 {
				return connectedAlready(err, number, accountIDs(accounts))
			}
		}
	}
	return r.clients.explain(err, a)
}

func connectedAlready(err error, number string, ids []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("phone_number"), "Number connected already", fmt.Sprintf(
		"The number %s is connected to this Botbiz account already, as %s, so it was not connected again (%v).\n\nTo manage it with this resource, import it:\n\n%s",
		number, strings.Join(ids, " and "), trimDot(err.Error()), importBlock(accountResource, ids[0])))
}

func accountIDs(accounts []botbiz.Account) []string {
	var ids []string
	for _, account := range accounts {
		ids = append(ids, account.ID)
	}
	slices.Sort(ids)
	return ids
}

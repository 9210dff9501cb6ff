package provider

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// unharmed says what a failed operation left as it was.
func (a attempt) unharmed() string {
	switch a.operation {
	case creating:
		return "Nothing was created."
	case changing, deleting:
		return "The state did not change."
	case sending:
		return "The message was not sent."
	case reading, waiting:
		return "The state and the object stay as they were."
	}
	return "Nothing changed."
}

// unseen is unharmed after a response that does not come from the API.
func (a attempt) unseen() string {
	if a.operation == creating {
		return "As far as the provider can see, nothing was created."
	}
	return a.unharmed()
}

// afterNoRoute is the way on after a response that comes from an API without the route, or from another server. A wrong path in
// base_url has this effect on every operation.
func (a attempt) afterNoRoute(baseURL string) string {
	return fmt.Sprintf("%s Check base_url (%s): its path should end in /v1 once. Also check that the API key belongs to this API, and the proxies on the way.%s",
		a.unseen(), baseURL, a.ifGone())
}

// removedBlock keeps an object. Terraform refuses it while the configuration refers to the object.
const removedBlock = "a removed block with lifecycle { destroy = false } (from Terraform 1.7) in place of its block and of everything that refers to it"

// ifGone is the way out for an object that a person knows to be gone, where it is in the state.
func (a attempt) ifGone() string {
	switch a.operation {
	case reading, changing, deleting:
		return " If the object is gone in the Botbiz dashboard, remove it from the state: with `terraform state rm ADDRESS`, or with " + removedBlock + "."
	}
	return ""
}

// afterIgnored describes what to do after a write that Botbiz accepted and that did not change the object.
func (a attempt) afterIgnored(baseURL string) string {
	next := fmt.Sprintf("Botbiz answered with success, but the object is as it was. %s Botbiz may carry the request out later: wait a few minutes and run `terraform plan`. If it "+
		"still shows the change, look at the object in the Botbiz dashboard, and check base_url (%s) and proxies.", a.unharmed(), baseURL)
	if a.operation == changing {
		return next + " To leave a value to Botbiz, name its argument in lifecycle { ignore_changes = [ARGUMENT] }."
	}
	return next + a.ifGone()
}

// afterRejectedCreate describes what to do if Botbiz rejects a create, and no object is found that explains it. A conflict can
// be with the object that this create made, because a proxy can repeat a request.
func (a attempt) afterRejectedCreate(e *botbiz.Error) string {
	next := "Botbiz has an object that is in conflict with this one, but the provider cannot find it: another API key may see it, or Botbiz may show its " + a.keyName + " in another way. " +
		"Look in the Botbiz dashboard."
	if e.Status != http.StatusConflict {
		next = "Nothing was created. Correct the configuration and run Terraform again."
		if field := a.rejectedField(e); field != "" && field != a.key {
			return next
		}
		next += " If Botbiz means that the " + a.name + " exists already, look in the Botbiz dashboard."
	}
	return next + "\n\n- If you renamed its block or its for_each key, add a moved block from the old to the new address.\n- If it was deleted a moment ago, run Terraform again in " +
		"some minutes.\n- If it exists and Terraform does not manage it, import it with its ID from the dashboard. An API that does not return it cannot import it: " +
		"then remove the block, and use it without Terraform.\n\n" + importBlock(a.resource, "ITS ID")
}

// withoutList is the way on if there is no list.
func (a attempt) withoutList() string {
	if a.key == "" || a.operation == listing {
		return ""
	}
	return ", or use an ID instead of a " + a.keyName
}

// withoutRoute is the way on where the API does not have the route, for example the API exactly as it is documented.
func (a attempt) withoutRoute() string {
	const api = "This API does not have the route for that. The documentation of Botbiz describes no such route, and the provider tried one that it infers. "
	switch a.operation {
	case creating:
		return api + fmt.Sprintf("%s Create the %s in the Botbiz dashboard, and remove the block from the configuration.", a.unseen(), a.name)
	case changing:
		next := "Change it in the Botbiz dashboard"
		if a.ignored != "" {
			next += ", and add lifecycle { ignore_changes = [" + a.ignored + "] } to its block"
		}
		return api + "Nothing changed. " + next + ". If it was deleted a moment ago, run `terraform plan` again." + a.ifGone()
	case deleting:
		return api + "It stays in the state. If it still exists, delete it in the Botbiz dashboard. Then remove it from Terraform without deleting it: with " +
			"`terraform state rm ADDRESS`, or with " + removedBlock + ". If this apply replaces it, use `terraform state rm ADDRESS`, and apply again to create the new one."
	case importing:
		return api + "So objects that exist already cannot be imported. They work without Terraform."
	case lookingUp, listing:
		return api + "So data sources and lists of this kind do not work. Use the ID as a value, for example from a variable."
	case waiting:
		return api + "So Terraform cannot wait for the pairing. Remove the botbiz_whatsapp_account_connection, and pair the account with the action " +
			"botbiz_whatsapp_account_pair or in the Botbiz dashboard."
	}
	return api + a.unharmed() + a.ifGone()
}

// afterUnknown describes how to find out the result of a create.
func (k kind) afterUnknown(e *collection.OutcomeError) string {
	const sent = "The request was sent once and is never repeated, because that could create the object twice. "
	lost := ""
	if k.imported != "" {
		lost = "\n\n" + k.imported
	}
	next := "\n\nRun Terraform again: it looks at the list first, and does not create an object that the list shows. Botbiz may show it late, so look in the Botbiz dashboard before that."
	switch {
	case !e.Visible:
		next = "\n\nBefore you run Terraform again, look in the Botbiz dashboard: Terraform may not recognize the object on the list, and could create it twice."
	case len(e.IDs) > 0:
		next = "\n\nRunning Terraform again is safe: it looks at the list first, and does not create an object that the list shows."
	}
	if len(e.IDs) > 0 {
		return sent + "If one of these objects is the new one, import it with its block:\n\n" + importBlocks(k.resource, e.IDs) + lost + next
	}
	return sent + "If the object exists, import it:\n\n" + importBlock(k.resource, "ITS ID") + lost + next
}

// afterTaken describes what to do if the object exists.
func (k kind) afterTaken(e *collection.TakenError) string {
	ids := e.IDs
	if e.Hidden {
		return fmt.Sprintf("Nothing was created. Botbiz has a %s that may be this one, but does not show enough of it to tell: %s. Look in the Botbiz dashboard.\n\n- If it is "+
			"the same object, import it with the block below.\n- If it is another object, give this one another name.\n\n%s", k.name, strings.Join(ids, ", "), importBlocks(k.resource, ids))
	}
	nothing := "Nothing was created. "
	if e.Err != nil {
		nothing = "" // a proxy can repeat a request, so the object that refuses the create can be its result
	}
	return nothing + fmt.Sprintf("Botbiz already has this %s: %s.\n\n- If you renamed its block or its for_each key, add a moved block from the old to the "+
		"new address.\n- If this resource already manages it, Terraform creates the new object before it destroys the old one. "+
		"Remove create_before_destroy from this resource, and from resources that depend on it.\n- If another block of this configuration creates it too, remove one of the two.\n"+
		"- If Terraform does not manage it yet, or its state was lost, import it:\n\n%s", k.name, strings.Join(ids, ", "), importBlock(k.resource, ids[0]))
}

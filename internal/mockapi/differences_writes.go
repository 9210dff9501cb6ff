package mockapi

import "net/http"

// What a create, a PATCH, and a DELETE return.
var writeDifferences = []difference{
	{DiffNoSecretInCreate, "createEndpoint", "the response to creating an endpoint has no secret", ours(without("secret"))},
	{DiffCreate200, "createAccount, createEndpoint, sendMessage", "a create returns 200, not 201", after(creates, func(_ *call, a answer) answer { a.status = http.StatusOK; return a })},
	{DiffAllowsDuplicates, "createAccount", "a phone number can be connected twice", before(func(c *call) { c.duplicates = true })},
	{DiffPatch204, "updateAccount, updateEndpoint", "a PATCH returns 204 without a body", after((*call).patches, func(*call, answer) answer { return empty(http.StatusNoContent) })},
	{DiffPatchEmptyObject, "updateAccount, updateEndpoint", "a PATCH returns 200 with {}", after((*call).patches, func(*call, answer) answer { return success(http.StatusOK, object{}) })},
	{DiffDelete200, "deleteAccount, deleteEndpoint", "a DELETE returns 200 without a body, not 204", after((*call).deletes, func(*call, answer) answer { return empty(http.StatusOK) })},
	{DiffDelete200Body, "deleteAccount, deleteEndpoint", "a DELETE returns 200 with a JSON body", after((*call).deletes, func(c *call, _ answer) answer {
		return success(http.StatusOK, object{{"id", c.id}, {"deleted", true}})
	})},
}

func creates(c *call) bool { return c.method == "POST" }

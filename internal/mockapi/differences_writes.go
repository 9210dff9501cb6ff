package mockapi

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"
)

// writeDifferences are about what a create, a PATCH, and a DELETE do and return.
var writeDifferences = []difference{
	{"no-secret-in-create", "createEndpoint", "the response to creating an endpoint has no secret", ours(without("secret"))},
	{"no-number-in-create", "createAccount", "the response to creating an account has no phone_number", editing(creates, without("phone_number"))},
	{"create-202-job", inCreates, `a create returns 202 with {"id":"job_…","status":"queued"}; the object appears after the lag`, createJob},
	{"create-existing", inCreates, "creating an account or endpoint that exists returns it with 200", createExisting},
	{"create-200", inCreates + ", sendMessage", "a create returns 200, not 201", after(creates, func(_ *call, a answer) answer { a.status = http.StatusOK; return a })},
	{"allows-duplicates", "createAccount", "a phone number can be connected twice", before(func(c *call) { c.duplicates = true })},

	{"patch-success-false", inPatches, `a PATCH changes nothing and returns 200 with {"success":false}`, refusing((*call).patches, unlike(object{"success": false, "message": "Not changed."}))},
	{"patch-all-fields", inPatches, "a PATCH without all fields is rejected with 400", patchAllFields},
	{"patch-204", inPatches, "a PATCH returns 204 without a body", after((*call).patches, func(*call, answer) answer { return empty(http.StatusNoContent) })},
	{"patch-empty-object", inPatches, "a PATCH returns 200 with {}", after((*call).patches, func(*call, answer) answer { return success(200, object{}) })},
	{"put-not-patch", inPatches, "a PATCH returns 405; a PUT replaces an object, and clears fields that it lacks", putNotPatch},
	{"patch-replaces", inPatches, "a PATCH clears the fields that it lacks", patchReplaces},

	{"delete-success-false", inDeletes, `a DELETE does nothing and returns 200 with {"success":false}`, refusing((*call).deletes, unlike(object{"success": false, "message": "Not deleted."}))},
	{"delete-errors", inDeletes, `a DELETE does nothing and returns 200 with {"errors":[…]}`, refusing((*call).deletes, unlike(object{"errors": []string{"Not deleted."}}))},
	{"delete-code-403", inDeletes, `a DELETE does nothing and returns 200 with {"code":403,"message":…}`, refusing((*call).deletes, unlike(object{"code": 403, "message": "Not allowed."}))},
	{"delete-unconfirmed", inDeletes, `a DELETE does nothing and returns 200 with {"confirmation_required":true}`, refusing((*call).deletes, unlike(object{"confirmation_required": true}))},
	{"delete-text", inDeletes, "a DELETE does nothing and returns 200 with a text", refusing((*call).deletes, func(object) answer {
		return text(http.StatusOK, plainText, "Service temporarily unavailable\n")
	})},
	{"delete-refused-status", inDeletes, "a DELETE does nothing and returns 200 with the object, whose status is deletion_refused", refusing((*call).deletes, func(o object) answer {
		o["status"] = "deletion_refused"
		return unchanged(o)
	})},
	{"delete-unchanged", inDeletes, "a DELETE does nothing and returns 200 with the object", refusing((*call).deletes, unchanged)},
	{"delete-slow", inDeletes, "a DELETE returns 202; the object has the status deleting and is gone after the lag", deleteSlow},
	{"delete-200", inDeletes, "a DELETE returns 200 without a body, not 204", after((*call).deletes, func(*call, answer) answer { return empty(http.StatusOK) })},
	{"delete-200-body", inDeletes, "a DELETE returns 200 with a JSON body", after((*call).deletes, func(c *call, _ answer) answer {
		return success(http.StatusOK, object{"id": c.id, "deleted": true})
	})},
	{"tombstone-flag", inReads + ", " + inLists, "deleted objects stay, with deleted: true", tombstones(func(o object, _ time.Time) { o["deleted"] = true })},
	{"tombstone-time", inReads + ", " + inLists, "deleted objects stay, with deleted_at", tombstones(func(o object, at time.Time) { o["deleted_at"] = timestamp(at) })},
	{"tombstone-status", inReads + ", " + inLists, "deleted objects stay, with the status deleted", tombstones(func(o object, _ time.Time) { o["status"] = "deleted" })},
}

func creates(c *call) bool { return c.method == "POST" }

func createJob(s *Server, c *call, next func() answer) answer {
	a := late(listsOrReads)(s, c, next)
	if c.kind != "" && creates(c) && a.status < 300 {
		return success(http.StatusAccepted, object{"id": newID("job"), "status": "queued"})
	}
	return a
}

func createExisting(s *Server, c *call, next func() answer) answer {
	key := map[string]string{kindAccount: "phone_number", kindEndpoint: "url"}[c.kind]
	p := parse(c.body)
	var given string
	p.read(key, "a string", &given)
	if creates(c) && given != "" {
		for _, e := range s.objects {
			if c.owns(e) && e.exists(c.now) && e.show(s, c)[key] == given {
				return success(http.StatusOK, s.show(c, e))
			}
		}
	}
	return next()
}

func patchAllFields(_ *Server, c *call, next func() answer) answer {
	if c.patches() {
		p := parse(c.body)
		for _, name := range slices.Sorted(maps.Keys(mutable[c.kind])) {
			if !p.has(name) {
				return invalid(missingParameter + name)
			}
		}
	}
	return next()
}

func putNotPatch(s *Server, c *call, next func() answer) answer {
	switch {
	case c.patches():
		return notAllowed(c)
	case c.method == "PUT" && c.single():
		c.method = "PATCH"
	}
	return patchReplaces(s, c, next)
}

func patchReplaces(s *Server, c *call, next func() answer) answer {
	c.edit(func(_ *stored, o object) {
		for name := range mutable[c.kind] {
			if o[name] == "" {
				o[name] = nil
			}
		}
	})
	a := next()
	if !c.patches() || a.status >= 300 {
		return a
	}
	e, _ := s.find(c)
	empty := maps.Clone(mutable[c.kind])
	for name := range parse(c.body).members {
		delete(empty, name)
	}
	raw, _ := json.Marshal(empty) // cannot fail for these values
	_ = json.Unmarshal(raw, e.entity)
	return success(http.StatusOK, s.show(c, e))
}

// refusing responds to a request for an existing object without acting.
func refusing(which func(*call) bool, respond func(shown object) answer) hook {
	return func(s *Server, c *call, next func() answer) answer {
		if e, ok := s.find(c); ok && which(c) {
			return respond(s.show(c, e))
		}
		return next()
	}
}

// unlike returns a response 200 with this object, and not the one that the request is about.
func unlike(o object) func(object) answer {
	return func(object) answer { return success(http.StatusOK, o) }
}

func unchanged(o object) answer { return success(http.StatusOK, o) }

func deleteSlow(s *Server, c *call, next func() answer) answer {
	c.edit(func(e *stored, o object) {
		if !e.gone.IsZero() && e.exists(c.now) {
			o["status"] = "deleting"
		}
	})
	c.deleteAfter = s.lag()
	a := next()
	if e, ok := s.find(c); ok && c.deletes() {
		return success(http.StatusAccepted, s.show(c, e))
	}
	return a
}

func tombstones(mark func(o object, at time.Time)) hook {
	return before(func(c *call) {
		c.tombstones = true
		c.edit(func(e *stored, o object) {
			if !e.exists(c.now) {
				mark(o, e.gone)
			}
		})
	})
}

package crossplane

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	xpv1 "github.com/crossplane/crossplane-runtime/v2/apis/common/v1"
	"github.com/crossplane/crossplane-runtime/v2/pkg/meta"
	corev1 "k8s.io/api/core/v1"
	kerrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/provider"
	"github.com/botbiz/terraform-provider-botbiz/tools/crossplane/generated/apis/botbiz/v1alpha1"
)

// TestLife takes the generated kinds through their life, on the fake clock of testing/synctest.
func TestLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		w := newWorld(t)
		w.accounts()
		w.endpoints()
		w.imports()
		w.many()
		fmt.Fprintf(os.Stdout, "%v on the fake clock\n", time.Since(start).Round(time.Minute))
	})
}

// step runs a step, and prints its verdict and the requests that it cost. It fails above a number of reads, or
// with another number of writes. A negative number of writes is any.
func (w *world) step(name string, reads, writes int, do func()) {
	w.Helper()
	w.mock.ResetLog()
	w.verdict = "ok"
	completed := false
	defer func() {
		gets := w.mock.Count(http.MethodGet, "*")
		others := w.mock.Count("", "*") - gets
		w.check(gets <= reads, "%s: %d reads, want at most %d", name, gets, reads)
		w.check(writes < 0 || others == writes, "%s: %d writes, want %d", name, others, writes)
		if !completed {
			w.verdict = "FAILED"
		}
		fmt.Fprintf(os.Stdout, "  %-6s  %-68s %3d read %3d write\n", w.verdict, name, gets, others)
	}()
	do()
	completed = true
}

func (w *world) check(ok bool, format string, args ...any) {
	w.Helper()
	if !ok {
		w.verdict = "FAILED"
		w.Errorf(format, args...)
	}
}

// refused reconciles and wants an error with that text.
func (w *world) refused(o object, text string) {
	w.Helper()
	err := w.reconcile(o)
	w.check(err != nil && strings.Contains(err.Error(), text), "the error is %v, want %q in it", err, text)
}

// ready settles an object and wants it to be in sync and ready.
func (w *world) ready(o object) {
	w.Helper()
	w.settle(o)
	for _, condition := range []xpv1.ConditionType{xpv1.TypeReady, xpv1.TypeSynced} {
		c := o.GetCondition(condition)
		w.check(c.Status == corev1.ConditionTrue, "%s is %s: %s", condition, c.Status, c.Message)
	}
}

// update changes an object in the cluster, as kubectl apply does.
func (w *world) update(o client.Object) { w.Helper(); must(w.T, w.kube.Update(w.Context(), o)) }

// remove deletes an object, as kubectl delete does.
func (w *world) remove(o object) { w.Helper(); must(w.T, w.kube.Delete(w.Context(), o)) }

// gone reports whether the cluster has released an object.
func (w *world) gone(o object) bool {
	return kerrors.IsNotFound(w.kube.Get(w.Context(), client.ObjectKeyFromObject(o), o))
}

func account(name, number string) *v1alpha1.Account {
	return &v1alpha1.Account{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       v1alpha1.AccountSpec{ForProvider: v1alpha1.AccountParameters{PhoneNumber: &number, Name: ptr.To("Line")}},
	}
}

func (w *world) accounts() {
	fmt.Fprintln(os.Stdout, "Account")
	a := account("support", "+14155550100")
	w.step("create: ready, named by the id that Botbiz assigned", 2, 1, func() {
		w.create(a)
		w.ready(a)
		_, exists := w.mock.Account(meta.GetExternalName(a))
		w.check(exists, "the external name %q is no id", meta.GetExternalName(a))
		w.check(*a.Status.AtProvider.Status == "pending", "status %s", *a.Status.AtProvider.Status)
	})
	id := meta.GetExternalName(a)
	w.step("a phone is paired: the next poll shows it", 1, 0, func() {
		w.mock.Connect(id)
		time.Sleep(10 * time.Minute)
		w.ready(a)
		w.check(*a.Status.AtProvider.Status == "connected", "status %s", *a.Status.AtProvider.Status)
	})
	w.step("rename: in place", 2, 1, func() {
		a.Spec.ForProvider.Name = ptr.To("Support")
		w.update(a)
		w.ready(a)
		got, _ := w.mock.Account(id)
		w.check(got.Name == "Support", "name %s", got.Name)
	})
	w.step("another notation of the number: no change", 1, 0, func() {
		a.Spec.ForProvider.PhoneNumber = ptr.To("+1 (415) 555-0100")
		w.update(a)
		w.ready(a)
	})
	w.step("another number: refused, since it would replace the account", 1, 0, func() {
		a.Spec.ForProvider.PhoneNumber = ptr.To("+14155550199")
		w.update(a)
		w.refused(a, "require resource replacement")
		a.Spec.ForProvider.PhoneNumber = ptr.To("+14155550100")
		w.update(a)
		w.ready(a)
	})
	w.step("renamed by somebody else: corrected", 2, 1, func() {
		w.mock.Rename(id, "Other")
		time.Sleep(10 * time.Minute)
		w.ready(a)
		got, _ := w.mock.Account(id)
		w.check(got.Name == "Support", "name %s", got.Name)
	})
	w.step("restart: the state comes from the object", 1, 0, func() {
		w.restart()
		time.Sleep(time.Minute)
		w.ready(a)
	})
	w.step("deletion protection on, and off", 2, 0, func() {
		for _, on := range []bool{true, false, true} {
			a.Spec.ForProvider.DeletionProtection = &on
			w.update(a)
			w.ready(a)
			w.check(*a.Status.AtProvider.DeletionProtection == on, "protection is not %t", on)
		}
	})
	w.step("delete with protection on: refused", 1, 0, func() {
		w.remove(a)
		w.refused(a, "protect")
		w.check(!w.gone(a), "the object is gone")
	})
	w.step("protection off now: too late, an object in deletion is not updated", 1, 0, func() {
		a.Spec.ForProvider.DeletionProtection = ptr.To(false)
		w.update(a)
		w.refused(a, "protect")
	})
	w.step("policies without Delete release the object, and the account stays", 0, 0, func() {
		a.SetManagementPolicies(without(xpv1.ManagementActionDelete))
		w.update(a)
		must(w.T, w.reconcile(a))
		_, exists := w.mock.Account(id)
		w.check(w.gone(a) && exists, "released: %t, account exists: %t", w.gone(a), exists)
	})
	b := account("support", "+14155550100")
	w.step("a new object with that external name adopts it", 1, 1, func() {
		meta.SetExternalName(b, id)
		w.create(b)
		w.ready(b)
		w.check(len(w.mock.Accounts()) == 1, "%d accounts", len(w.mock.Accounts()))
	})
	w.step("deleted by somebody else: created again", 5, 1, func() {
		w.mock.DeleteAccount(id)
		time.Sleep(10 * time.Minute)
		w.ready(b)
		w.check(meta.GetExternalName(b) != id, "the external name is still %s", id)
	})
	w.step("delete", 2, 1, func() {
		time.Sleep(time.Minute) // crossplane-runtime waits after a creation
		w.remove(b)
		must(w.T, w.reconcile(b))
		must(w.T, w.reconcile(b))
		w.check(w.gone(b) && len(w.mock.Accounts()) == 0, "released: %t, %d accounts", w.gone(b), len(w.mock.Accounts()))
	})
}

// without returns all management policies but one.
func without(action xpv1.ManagementAction) (policies xpv1.ManagementPolicies) {
	for _, p := range []xpv1.ManagementAction{
		xpv1.ManagementActionObserve, xpv1.ManagementActionCreate, xpv1.ManagementActionUpdate, xpv1.ManagementActionDelete,
		xpv1.ManagementActionLateInitialize,
	} {
		if p != action {
			policies = append(policies, p)
		}
	}
	return policies
}

func endpoint(name string) *v1alpha1.Endpoint {
	e := &v1alpha1.Endpoint{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.EndpointSpec{ForProvider: v1alpha1.EndpointParameters{
			URL: ptr.To("https://example.com/" + name), Events: []*string{ptr.To("whatsapp.message.received")},
		}},
	}
	e.SetWriteConnectionSecretToReference(&xpv1.LocalSecretReference{Name: name + "-connection"})
	return e
}

// stored returns the endpoint of the API behind an object.
func (w *world) stored(e *v1alpha1.Endpoint) mockapi.Endpoint {
	stored, exists := w.mock.Endpoint(meta.GetExternalName(e))
	w.check(exists, "the endpoint %q does not exist", meta.GetExternalName(e))
	return stored
}

func (w *world) endpoints() {
	fmt.Fprintln(os.Stdout, "Endpoint")
	e := endpoint("messages")
	w.step("create: the generated secret is in the connection secret", 2, 1, func() {
		w.create(e)
		w.ready(e)
		w.check(w.secret("messages-connection", "attribute.signing_secret") == w.stored(e).Secret, "another secret")
	})
	w.step("description and events change in place", 2, 1, func() {
		e.Spec.ForProvider.Description = ptr.To("Orders")
		e.Spec.ForProvider.Events = append(e.Spec.ForProvider.Events, ptr.To("whatsapp.message.sent"))
		w.update(e)
		w.ready(e)
		w.check(len(w.stored(e).Events) == 2, "events %v", w.stored(e).Events)
	})
	w.step("another notation of the URL: no change", 1, 0, func() {
		e.Spec.ForProvider.URL = ptr.To("https://EXAMPLE.com:443/messages")
		w.update(e)
		w.ready(e)
	})
	w.step("restart: the state comes from the object and the secret", 2, 0, func() {
		w.restart()
		time.Sleep(10 * time.Minute)
		w.ready(e)
		w.check(w.secret("messages-connection", "attribute.signing_secret") == w.stored(e).Secret, "another secret")
	})
	w.step("delete", 2, 1, func() {
		w.remove(e)
		must(w.T, w.reconcile(e))
		must(w.T, w.reconcile(e))
		w.check(w.gone(e), "the object is still there")
	})

	own := endpoint("orders")
	given := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "own", Namespace: "team"}, Data: map[string][]byte{"key": []byte("first-secret-0123456789")}}
	own.Spec.ForProvider.SigningSecretWoSecretRef = &xpv1.LocalSecretKeySelector{LocalSecretReference: xpv1.LocalSecretReference{Name: "own"}, Key: "key"}
	own.Spec.ForProvider.SigningSecretWoVersion = ptr.To(1.0)
	w.step("create with your own secret from a reference", 2, 1, func() {
		must(w.T, w.kube.Create(w.Context(), given))
		w.create(own)
		w.ready(own)
		w.check(w.stored(own).Secret == "first-secret-0123456789", "the secret is not the given one")
	})
	w.step("your secret is stored nowhere else", 0, 0, func() {
		object, err := json.Marshal(own)
		must(w.T, err)
		var connection corev1.Secret
		must(w.T, w.kube.Get(w.Context(), client.ObjectKey{Namespace: "team", Name: "orders-connection"}, &connection))
		w.check(!strings.Contains(string(object), "first-secret"), "the object holds the secret")
		for key, value := range connection.Data {
			w.check(!strings.Contains(string(value), "first-secret"), "the connection secret holds it as %s", key)
		}
	})
	w.step("another secret with the same version: not sent", 1, 0, func() {
		given.Data["key"] = []byte("second-secret-0123456789")
		w.update(given)
		time.Sleep(10 * time.Minute)
		w.ready(own)
	})
	w.step("a new version: sent", 2, 1, func() {
		own.Spec.ForProvider.SigningSecretWoVersion = ptr.To(2.0)
		w.update(own)
		w.ready(own)
		w.check(w.stored(own).Secret == "second-secret-0123456789", "the secret is not the new one")
	})
	w.step("restart: not sent again", 1, 0, func() {
		w.restart()
		time.Sleep(10 * time.Minute)
		w.ready(own)
	})
}

func (w *world) imports() {
	fmt.Fprintln(os.Stdout, "Observe only")
	existing := w.mock.AddAccount(mockapi.Account{PhoneNumber: "+14155550111", Name: "By hand", Status: mockapi.StatusConnected})
	observed := func(name, external string) *v1alpha1.Account {
		a := &v1alpha1.Account{ObjectMeta: metav1.ObjectMeta{Name: name}}
		a.SetManagementPolicies(xpv1.ManagementPolicies{xpv1.ManagementActionObserve})
		meta.SetExternalName(a, external)
		return a
	}
	a := observed("by-id", existing.ID)
	w.step("by id: nothing is written", 2, 0, func() {
		w.create(a)
		w.ready(a)
		w.check(ptr.Deref(a.Status.AtProvider.PhoneNumber, "") == existing.PhoneNumber, "number %v", a.Status.AtProvider.PhoneNumber)
	})
	w.step("delete the object: the account stays", 1, 0, func() {
		w.remove(a)
		must(w.T, w.reconcile(a))
		_, exists := w.mock.Account(existing.ID)
		w.check(w.gone(a) && exists, "released: %t, account exists: %t", w.gone(a), exists)
	})
	n := observed("by-number", existing.PhoneNumber)
	w.step("by number: the external name becomes the id", 2, 0, func() {
		w.create(n)
		w.ready(n)
		w.check(meta.GetExternalName(n) == existing.ID, "external name %s", meta.GetExternalName(n))
	})
	e := &v1alpha1.Endpoint{ObjectMeta: metav1.ObjectMeta{Name: "endpoint-by-url"}}
	w.step("endpoint by URL", 3, 0, func() {
		existing := w.mock.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/by-hand", Events: []string{"whatsapp.message.received"}})
		e.SetManagementPolicies(xpv1.ManagementPolicies{xpv1.ManagementActionObserve})
		meta.SetExternalName(e, existing.URL)
		time.Sleep(time.Minute) // after the last reading
		w.create(e)
		w.ready(e)
		w.check(meta.GetExternalName(e) == existing.ID, "external name %s", meta.GetExternalName(e))
	})
	w.step("an id that does not exist: an error, and nothing is created", 5, 0, func() {
		missing := observed("missing", "wha_missing")
		w.create(missing)
		w.refused(missing, "does not exist")
	})
}

// clear deletes all accounts, outside of Crossplane.
func (w *world) clear() {
	for _, a := range w.mock.Accounts() {
		w.mock.DeleteAccount(a.ID)
	}
}

// many measures the requests of 500 accounts, polled every ten minutes.
func (w *world) many() {
	fmt.Fprintln(os.Stdout, "500 accounts, polled every 10 minutes")
	const n = 500
	w.clear()
	var objects []*v1alpha1.Account
	for i, seeded := range w.mock.SeedAccounts("", n) {
		a := account(fmt.Sprintf("many-%03d", i), seeded.PhoneNumber)
		a.Spec.ForProvider.Name = &seeded.Name
		meta.SetExternalName(a, seeded.ID)
		objects = append(objects, a)
	}
	// inParallel works as a controller with 10 workers does.
	inParallel := func(objects []*v1alpha1.Account) {
		var workers sync.WaitGroup
		queue := make(chan *v1alpha1.Account)
		for range 10 {
			workers.Go(func() {
				for a := range queue {
					w.create(a)
					w.ready(a)
				}
			})
		}
		for _, a := range objects {
			queue <- a
		}
		close(queue)
		workers.Wait()
	}
	time.Sleep(time.Minute) // after the last reading
	w.step("imported at once, by 10 workers", 12, 0, func() { inParallel(objects) })
	poll := func() {
		for _, a := range objects {
			time.Sleep(10 * time.Minute / n)
			must(w.T, w.reconcile(a))
		}
	}
	w.step("10 minutes, with ShareReadings(30s)", 100, 0, poll)
	shared := w.setup.FrameworkProvider
	w.setup.FrameworkProvider = provider.New("0.0.1")()
	w.setup.Configuration["base_url"] = "http://127.0.0.1/v1"
	w.step("10 minutes, without it", 2*n, 0, poll)

	fmt.Fprintln(os.Stdout, "A limit of 60 requests per minute")
	w.clear()
	w.setup.FrameworkProvider = shared
	var more []*v1alpha1.Account
	for i := range 120 {
		more = append(more, account(fmt.Sprintf("new-%03d", i), fmt.Sprintf("+14155551%03d", i)))
	}
	w.mock.SetLimit(60, time.Minute)
	w.step("120 accounts created by 10 workers", 150, -1, func() {
		start := time.Now()
		inParallel(more)
		w.check(len(w.mock.Accounts()) == len(more), "%d accounts", len(w.mock.Accounts()))
		w.check(w.mock.Refused() <= 2*w.mock.Windows(), "%d requests were refused in %d windows", w.mock.Refused(), w.mock.Windows())
		fmt.Fprintf(os.Stdout, "          %d requests refused in %d windows, %v\n", w.mock.Refused(), w.mock.Windows(), time.Since(start).Round(time.Second))
	})
}

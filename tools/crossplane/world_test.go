package crossplane

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"testing"
	"time"

	xpv1 "github.com/crossplane/crossplane-runtime/v2/apis/common/v1"
	"github.com/crossplane/crossplane-runtime/v2/pkg/feature"
	"github.com/crossplane/crossplane-runtime/v2/pkg/logging"
	"github.com/crossplane/crossplane-runtime/v2/pkg/reconciler/managed"
	"github.com/crossplane/crossplane-runtime/v2/pkg/resource"
	"github.com/crossplane/crossplane-runtime/v2/pkg/resource/fake"
	upjet "github.com/crossplane/upjet/v2/pkg/config"
	"github.com/crossplane/upjet/v2/pkg/controller"
	"github.com/crossplane/upjet/v2/pkg/terraform"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	kubefake "sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
	"github.com/botbiz/terraform-provider-botbiz/provider"
	"github.com/botbiz/terraform-provider-botbiz/tools/crossplane/config"
	"github.com/botbiz/terraform-provider-botbiz/tools/crossplane/generated/apis"
	"github.com/botbiz/terraform-provider-botbiz/tools/crossplane/generated/apis/botbiz/v1alpha1"
)

// object is a generated kind.
type object interface {
	client.Object
	resource.Managed
}

// world is a mock of Botbiz, a fake cluster, and the controllers of the generated provider.
type world struct {
	*testing.T
	mock        *mockapi.Server
	kube        client.Client
	setup       terraform.Setup
	config      *upjet.Provider
	controllers map[schema.GroupVersionKind]*managed.Reconciler
	verdict     string // on the step that runs
}

func newWorld(t *testing.T) *world {
	mock := mockapi.New(mockapi.Options{})
	connectInMemory(t, mock)
	scheme := runtime.NewScheme()
	must(t, apis.AddToScheme(scheme))
	must(t, corev1.AddToScheme(scheme))
	w := &world{T: t, mock: mock}
	w.kube = kubefake.NewClientBuilder().WithScheme(scheme).WithStatusSubresource(&v1alpha1.Account{}, &v1alpha1.Endpoint{}).Build()
	botbiz := provider.New("0.0.1", provider.ShareReadings(30*time.Second))()
	w.setup = terraform.Setup{
		FrameworkProvider: botbiz,
		Configuration:     terraform.ProviderConfiguration{"api_key": "key", "base_url": "http://localhost/v1"},
	}
	var err error
	w.config, err = config.Provider(botbiz, nil)
	must(t, err)
	w.restart()
	return w
}

// connectInMemory lets the provider reach only the mock, without sockets: they would stop the clock of testing/synctest.
func connectInMemory(t *testing.T, mock *mockapi.Server) {
	listener := &memory{conns: make(chan net.Conn), closed: make(chan struct{})}
	base, err := transport.Base("") // the one of the provider
	must(t, err)
	outgoing := base.(*http.Transport)
	outgoing.DialContext = func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		listener.conns <- there
		return here, nil
	}
	server := &http.Server{Handler: mock, ErrorLog: log.New(t.Output(), "", 0), ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { mock.Close(); _ = server.Close(); outgoing.CloseIdleConnections() })
}

// restart starts the controllers with nothing but what the cluster stores.
func (w *world) restart() {
	manager := &fake.Manager{Client: w.kube, Scheme: w.kube.Scheme()}
	trackers := controller.NewOperationStore(logging.NewNopLogger())
	w.controllers = map[schema.GroupVersionKind]*managed.Reconciler{}
	for kind, name := range map[schema.GroupVersionKind]string{
		v1alpha1.Account_GroupVersionKind: "botbiz_whatsapp_account", v1alpha1.Endpoint_GroupVersionKind: "botbiz_webhook_endpoint",
	} {
		setup := func(context.Context, client.Client, resource.Managed) (terraform.Setup, error) { return w.setup, nil }
		connector := controller.NewTerraformPluginFrameworkConnector(w.kube, setup, w.config.Resources[name], trackers,
			controller.WithTerraformPluginFrameworkLogger(logging.NewNopLogger()), controller.WithTerraformPluginFrameworkManagementPolicies(true))
		var features feature.Flags
		features.Enable(feature.EnableBetaManagementPolicies)
		// As in the generated controllers, which need a real cluster for their watches.
		w.controllers[kind] = managed.NewReconciler(manager, resource.ManagedKind(kind),
			managed.WithExternalConnector(connector), managed.WithTimeout(3*time.Minute), managed.WithInitializers(),
			managed.WithFinalizer(controller.NewOperationTrackerFinalizer(trackers, resource.NewAPIFinalizer(w.kube, managed.FinalizerName))),
			managed.WithPollInterval(10*time.Minute), managed.WithManagementPolicies())
	}
}

// create stores an object in the cluster. It sets the UID and the default policy, which the fake cluster does not.
func (w *world) create(o object) {
	w.Helper()
	o.SetNamespace("team")
	o.SetUID(types.UID(o.GetName()))
	if o.GetManagementPolicies() == nil {
		o.SetManagementPolicies(xpv1.ManagementPolicies{xpv1.ManagementActionAll})
	}
	must(w.T, w.kube.Create(w.Context(), o))
}

// reconcile runs the controller once and reads the object again. It returns the error that the object reports.
func (w *world) reconcile(o object) error {
	w.Helper()
	gvk, err := w.kube.GroupVersionKindFor(o)
	must(w.T, err)
	name := client.ObjectKeyFromObject(o)
	if _, err := w.controllers[gvk].Reconcile(w.Context(), reconcile.Request{NamespacedName: name}); err != nil {
		return err
	}
	if err := w.kube.Get(w.Context(), name, o); err != nil {
		return client.IgnoreNotFound(err)
	}
	if synced := o.GetCondition(xpv1.TypeSynced); synced.Reason == xpv1.ReasonReconcileError {
		return fmt.Errorf("%s", synced.Message)
	}
	return nil
}

// settle reconciles an object until all has happened: the creation, what follows it, and a look at the result.
func (w *world) settle(o object) {
	w.Helper()
	for range 3 {
		must(w.T, w.reconcile(o))
	}
}

// secret returns a value in a secret.
func (w *world) secret(name, key string) string {
	w.Helper()
	var s corev1.Secret
	must(w.T, w.kube.Get(w.Context(), client.ObjectKey{Namespace: "team", Name: name}, &s))
	return string(s.Data[key])
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// memory is a listener for connections in memory.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error   { close(m.closed); return nil }
func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

# Install the provider from this checkout, start the mock, run the tests, and stop the mock.
set -e
make install VERSION=0.0.1
go build -o bin/mockapi ./internal/cmd/mockapi
bin/mockapi -listen 127.0.0.1:8080 &
trap "kill $!" EXIT
cd examples/guides/testing
terraform init
terraform test -test-directory=api

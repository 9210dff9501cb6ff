# Builds the provider and the mock, starts the mock, runs the tests, and stops the mock.
eval "$(make -s dev)"
go build -o bin/mockapi ./internal/cmd/mockapi
bin/mockapi -listen 127.0.0.1:8080 &
terraform -chdir=examples/guides/testing test -test-directory=api
kill $!

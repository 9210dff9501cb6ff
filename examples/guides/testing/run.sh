eval "$(make -s dev)"
go build -o bin/mockapi ./internal/cmd/mockapi
bin/mockapi -listen 127.0.0.1:8080 &
terraform -chdir=examples/guides/testing test -test-directory=api
kill $!

data "botbiz_webhook_endpoints" "all" {}

# Those that nothing is delivered to.
output "disabled" {
  value = [for endpoint in data.botbiz_webhook_endpoints.all.endpoints : endpoint.url if !endpoint.enabled]
}

data "botbiz_webhook_endpoints" "all" {}

output "disabled" {
  value = [for endpoint in data.botbiz_webhook_endpoints.all.endpoints : endpoint.url if !endpoint.enabled]
}

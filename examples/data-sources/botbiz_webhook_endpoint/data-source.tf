data "botbiz_webhook_endpoint" "by_url" {
  url = "https://example.com/hooks/botbiz"
}

data "botbiz_webhook_endpoint" "by_id" {
  id = "whe_12345"
}

output "events" {
  value = data.botbiz_webhook_endpoint.by_url.events
}

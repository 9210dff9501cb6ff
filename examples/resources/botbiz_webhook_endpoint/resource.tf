resource "botbiz_webhook_endpoint" "messages" {
  url    = "https://example.com/hooks/botbiz"
  events = ["whatsapp.message.received"]
}

# What the receiver verifies deliveries with. It is in the state.
output "signing_secret" {
  value     = botbiz_webhook_endpoint.messages.signing_secret
  sensitive = true
}

resource "botbiz_webhook_endpoint" "messages" {
  url    = "https://example.com/hooks/botbiz"
  events = ["whatsapp.message.received"]
}

# The secret that Botbiz signs deliveries with. It is stored in the state.
output "signing_secret" {
  value     = botbiz_webhook_endpoint.messages.signing_secret
  sensitive = true
}

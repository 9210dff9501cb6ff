resource "botbiz_webhook_endpoint" "messages" {
  url    = "<your webhook URL>" # for example https://bot.example.com/hooks/botbiz
  events = ["whatsapp.message.received"]
}

output "signing_secret" {
  value     = botbiz_webhook_endpoint.messages.signing_secret
  sensitive = true
}

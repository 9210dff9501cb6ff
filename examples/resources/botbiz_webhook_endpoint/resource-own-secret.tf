variable "signing_secret" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null # for applies that do not send it
}

resource "botbiz_webhook_endpoint" "orders" {
  url         = "https://example.com/hooks/orders"
  events      = ["whatsapp.message.received"]
  description = "Orders, production"

  signing_secret_wo         = var.signing_secret
  signing_secret_wo_version = 1
}

terraform {
  required_providers {
    botbiz = {
      source = "botbiz/botbiz"
    }
  }
}

variable "phone_number" {
  type = string
}

variable "receiver" {
  type    = string
  default = "https://example.com/hooks/whatsapp"
}

resource "botbiz_whatsapp_account" "support" {
  phone_number = var.phone_number
  name         = "Customer Support"
}

resource "botbiz_webhook_endpoint" "messages" {
  url    = var.receiver
  events = ["whatsapp.message.received"]
}

output "account_id" {
  value = botbiz_whatsapp_account.support.id
}

output "status" {
  value = botbiz_whatsapp_account.support.status
}

output "signing_secret" {
  value     = botbiz_webhook_endpoint.messages.signing_secret
  sensitive = true
}

terraform {
  required_providers {
    botbiz = {
      source  = "botbiz/botbiz"
      version = "~> 0.1"
    }
  }
}

resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

resource "botbiz_webhook_endpoint" "messages" {
  url         = "https://example.com/hooks/botbiz"
  events      = ["whatsapp.message.received"]
  description = "Incoming messages"
}

output "account" {
  value = {
    id     = botbiz_whatsapp_account.support.id
    status = botbiz_whatsapp_account.support.status
  }
}

output "signing_secret" {
  value     = botbiz_webhook_endpoint.messages.signing_secret
  sensitive = true
}

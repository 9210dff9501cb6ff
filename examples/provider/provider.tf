terraform {
  required_providers {
    botbiz = {
      source  = "botbiz/botbiz"
      version = "~> 0.1"
    }
  }
}

# The API key comes from the environment variable BOTBIZ_API_KEY.
provider "botbiz" {}

resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

resource "botbiz_webhook_endpoint" "messages" {
  url    = "https://example.com/hooks/botbiz"
  events = ["whatsapp.message.received"]
}

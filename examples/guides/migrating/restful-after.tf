terraform {
  required_providers {
    botbiz = {
      source  = "botbiz/botbiz"
      version = "~> 0.1.0"
    }
    restful = { # needed until the first apply, to read the old state
      source = "magodo/restful"
    }
  }
}

resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

moved {
  from = restful_resource.support
  to   = botbiz_whatsapp_account.support
}

resource "botbiz_webhook_endpoint" "messages" {
  url    = "https://example.com/hooks/botbiz"
  events = ["whatsapp.message.received"]
}

moved {
  from = restful_resource.messages
  to   = botbiz_webhook_endpoint.messages
}

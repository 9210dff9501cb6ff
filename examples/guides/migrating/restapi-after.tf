terraform {
  required_providers {
    botbiz = {
      source  = "botbiz/botbiz"
      version = "~> 0.1.0"
    }
    restapi = { # needed until the first apply, to read the old state
      source = "mastercard/restapi"
    }
  }
}

resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

moved {
  from = restapi_object.support
  to   = botbiz_whatsapp_account.support
}

resource "botbiz_webhook_endpoint" "messages" {
  url    = "https://example.com/hooks/botbiz"
  events = ["whatsapp.message.received"]
}

moved {
  from = restapi_object.messages
  to   = botbiz_webhook_endpoint.messages
}

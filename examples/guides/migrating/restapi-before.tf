terraform {
  required_providers {
    restapi = {
      source = "mastercard/restapi"
    }
  }
}

resource "restapi_object" "support" {
  path = "/whatsapp/accounts"
  data = jsonencode({
    phone_number = "+14155550100"
    name         = "Customer Support"
  })
}

resource "restapi_object" "messages" {
  path = "/webhooks/endpoints"
  data = jsonencode({
    url    = "https://example.com/hooks/botbiz"
    events = ["whatsapp.message.received"]
  })
}

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
  ignore_all_server_changes = true
}

resource "restapi_object" "messages" {
  path = "/webhooks/endpoints"
  data = jsonencode({
    url    = "https://example.com/hooks/botbiz"
    events = ["whatsapp.message.received"]
  })
  ignore_all_server_changes = true
}

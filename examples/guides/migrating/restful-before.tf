terraform {
  required_providers {
    restful = {
      source = "magodo/restful"
    }
  }
}

resource "restful_resource" "support" {
  path      = "/whatsapp/accounts"
  read_path = "$(path)/$(body.id)"
  body = {
    phone_number = "+14155550100"
    name         = "Customer Support"
  }
}

resource "restful_resource" "messages" {
  path      = "/webhooks/endpoints"
  read_path = "$(path)/$(body.id)"
  body = {
    url    = "https://example.com/hooks/botbiz"
    events = ["whatsapp.message.received"]
  }
}

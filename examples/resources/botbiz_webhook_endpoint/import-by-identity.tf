import {
  to = botbiz_webhook_endpoint.messages
  identity = {
    id = "whe_12345"
  }
}

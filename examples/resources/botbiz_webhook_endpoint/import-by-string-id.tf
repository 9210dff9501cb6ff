import {
  to = botbiz_webhook_endpoint.messages
  id = "whe_12345" # or the URL, "https://example.com/hooks/botbiz"
}

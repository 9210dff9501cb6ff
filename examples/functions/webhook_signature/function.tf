# Signs a test delivery: curl -H "X-Botbiz-Signature: $signature" -d "$payload" …
locals {
  payload = jsonencode({ type = "whatsapp.message.received" })
}

output "signature" {
  value = provider::botbiz::webhook_signature(local.payload, "whsec_test")
}

variable "delivery" {
  description = "Body and header X-Botbiz-Signature of a delivery, exactly as they were received."
  type = object({
    payload   = string
    signature = string
  })
  default = {
    payload   = "{\"id\":\"evt_12345\"}"
    signature = "sha256=47b9d52e978dc08b25e2f9ebaa6e67cdbbf741655921c9a82785e2c46eaeea3b"
  }
}

output "from_botbiz" {
  value = provider::botbiz::verify_webhook_signature(var.delivery.payload, var.delivery.signature, "whsec_test")
}

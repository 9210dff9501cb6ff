variable "body_base64" {
  description = "Body of a delivery in Base64: base64 <body.json"
  type        = string
  default     = "eyJ0ZXh0IjoiSm9zZcyBIn0="
}

variable "signature" {
  description = "Header X-Botbiz-Signature of the delivery."
  type        = string
  default     = "966577e4662cf59c2753c1d3abd745f701a850fcab63f8ca2e383f693eb4949b"
}

# The bytes as they were received, and both secrets while they are rotated.
output "from_botbiz" {
  value = provider::botbiz::verify_webhook_signature("base64:${var.body_base64}", var.signature, "whsec_new", "whsec_test")
}

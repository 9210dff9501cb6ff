variable "signing_secret" {
  description = "Secret that Botbiz signs deliveries with."
  type        = string
  sensitive   = true
  ephemeral   = true
  default     = null # for applies that do not send it
}

variable "signing_secret_version" {
  description = "Increase it when signing_secret changes."
  type        = number
  default     = 1
}

resource "botbiz_webhook_endpoint" "messages" {
  url    = "https://example.com/hooks/botbiz"
  events = ["whatsapp.message.received"]

  signing_secret_wo         = var.signing_secret
  signing_secret_wo_version = var.signing_secret_version
}

# Plan files do not contain ephemeral variables. They need Terraform 1.10 or OpenTofu 1.11.
variable "botbiz_api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

provider "botbiz" {
  api_key = var.botbiz_api_key
}

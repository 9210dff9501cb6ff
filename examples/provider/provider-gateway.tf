# Plan files do not contain ephemeral variables. They need Terraform 1.10 or OpenTofu 1.11.
variable "gateway_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

provider "botbiz" {
  # The access gateway on the way to the API asks for these headers.
  headers = {
    "CF-Access-Client-Id"     = "terraform.access"
    "CF-Access-Client-Secret" = var.gateway_token
  }

  # Its certificate comes from an authority of the company.
  ca_cert_file = "/etc/ssl/company-ca.pem"
}

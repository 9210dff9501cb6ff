variable "botbiz_api_key" {
  type      = string
  sensitive = true
}

provider "botbiz" {
  api_key = var.botbiz_api_key
}

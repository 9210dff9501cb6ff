# Each Botbiz account has its own key and its own rate limit.
provider "botbiz" {
  alias        = "europe"
  api_key_file = "/run/secrets/botbiz-europe"
}

provider "botbiz" {
  alias        = "americas"
  api_key_file = "/run/secrets/botbiz-americas"
}

resource "botbiz_whatsapp_account" "berlin" {
  provider     = botbiz.europe
  phone_number = "+4930901820"
  name         = "Berlin"
}

resource "botbiz_whatsapp_account" "boston" {
  provider     = botbiz.americas
  phone_number = "+16175550100"
  name         = "Boston"
}

terraform {
  required_providers {
    botbiz = {
      source  = "botbiz/botbiz"
      version = "~> 0.1.0"
    }
  }
}

# Reads the API key from the environment variable BOTBIZ_API_KEY.
provider "botbiz" {}

# The users of your Botbiz account, to check the API key.
data "botbiz_users" "all" {}

output "users" {
  value = length(data.botbiz_users.all.users)
}

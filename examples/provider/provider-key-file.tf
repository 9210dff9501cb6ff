provider "botbiz" {
  api_key_file = "/run/secrets/botbiz-api-key"
}

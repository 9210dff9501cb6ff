list "botbiz_whatsapp_account" "all" {
  provider = botbiz
  limit    = 10000 # Terraform's own default is 100
}

list "botbiz_whatsapp_account" "all" {
  provider         = botbiz
  include_resource = true
  limit            = 10000
}

list "botbiz_webhook_endpoint" "all" {
  provider         = botbiz
  include_resource = true
  limit            = 10000
}

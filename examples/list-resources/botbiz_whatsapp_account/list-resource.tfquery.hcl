list "botbiz_whatsapp_account" "all" {
  provider = botbiz
  limit    = 10000 # the default is 100
}

list "botbiz_whatsapp_account" "connected_support" {
  provider         = botbiz
  include_resource = true
  limit            = 1000

  config {
    status        = "connected"
    name_contains = "support"
  }
}
